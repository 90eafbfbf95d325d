"""An OpenAI-shaped server: strict in what it takes, scripted in what it answers."""

import asyncio
import base64
import json
import struct
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from types import TracebackType
from typing import Any, Self

from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.workspace.transport.loopback import Loopback
from tests.standins.openai_replies import Reply, from_schema, hashed_vector
from tests.standins.openai_requests import (
    BadRequest,
    Json,
    Request,
    check_chat,
    check_embedding,
)

MODELS = (
    "gpt-4o-mini",
    "gpt-4o",
    "text-embedding-3-small",
    "text-embedding-3-large",
    "text-embedding-ada-002",
)
DIMENSIONS = {"text-embedding-3-large": 3072}


class OpenAIApi:
    """Answers chat completions and embeddings, without any transport: see `site`.

    `script` holds the replies to come, the default answers what the script does not.
    """

    def __init__(
        self,
        *,
        answer: Callable[[Request], Json] = from_schema,
        embed: Callable[[str, int], list[float]] = hashed_vector,
        delay_seconds: float = 0.0,
        models: tuple[str, ...] = MODELS,
        api_key: str | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.answer = answer
        self.embed = embed
        self.delay_seconds = delay_seconds
        self.models = models
        self.api_key = api_key
        self.clock = clock
        self.script: deque[Reply] = deque()
        self.requests: list[Request] = []
        self.complaints: list[str] = []
        """Why requests were refused; a test of the product expects none."""
        self.changed = threading.Condition()
        self.site = Starlette(routes=self._routes())

    def _routes(self) -> list[Route]:
        routes: list[Route] = []
        for prefix in ("/v1", ""):
            routes += [
                Route(f"{prefix}/chat/completions", self._chat, methods=["POST"]),
                Route(f"{prefix}/embeddings", self._embeddings, methods=["POST"]),
                Route(f"{prefix}/models", self._models),
            ]
        return routes

    def reply(self, *replies: Reply) -> None:
        """Answer the next requests for a completion or an embedding in these ways."""
        self.script.extend(replies)

    def forget(self) -> None:
        """Drop what is scripted, and what came in so far."""
        self.script.clear()
        self.requests.clear()
        self.complaints.clear()

    @property
    def chats(self) -> list[Request]:
        """The requests for completions so far."""
        return [one for one in list(self.requests) if one.path.endswith("/chat/completions")]

    @property
    def embeddings(self) -> list[Request]:
        """The requests for embeddings so far."""
        return [one for one in list(self.requests) if one.path.endswith("/embeddings")]

    def wait_for_requests(self, count: int, timeout: float = 30.0) -> None:
        """Wait until `count` requests have come in."""
        with self.changed:
            if not self.changed.wait_for(lambda: len(self.requests) >= count, timeout):
                raise TimeoutError(f"{len(self.requests)} of {count} requests")

    async def _chat(self, http: HttpRequest) -> Response:
        return await self._handle(http, check_chat, self._completion)

    async def _embeddings(self, http: HttpRequest) -> Response:
        return await self._handle(http, check_embedding, self._embedded)

    async def _handle(
        self,
        http: HttpRequest,
        check: Callable[[Json], None],
        build: Callable[[Request, Reply], Json],
    ) -> Response:
        try:
            request = self._read(http, await http.body())
            self._check_access(request)
            check(request.body)
        except BadRequest as bad:
            self.complaints.append(bad.message)
            body = {"message": bad.message, "type": "invalid_request_error", "param": bad.param}
            return _json({"error": {**body, "code": None}}, bad.status)
        reply = self.script.popleft() if self.script else Reply()
        delay = self.delay_seconds if reply.delay_seconds is None else reply.delay_seconds
        await asyncio.sleep(delay)
        if reply.is_cut:
            http.scope["wire"].transport.abort()
        return self._response(request, reply, build)

    def _read(self, http: HttpRequest, body: bytes) -> Request:
        try:
            decoded = json.loads(body)
        except ValueError:
            raise BadRequest("We could not parse the JSON body of your request.") from None
        if not isinstance(decoded, dict):
            raise BadRequest("The body must be an object.")
        request = Request(http.url.path, dict(http.headers), decoded, self.clock())
        with self.changed:
            self.requests.append(request)
            self.changed.notify_all()
        return request

    def _check_access(self, request: Request) -> None:
        key = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if not key or (self.api_key is not None and key != self.api_key):
            raise BadRequest("Incorrect API key provided.", status=401)
        if not (model := request.body.get("model")):
            raise BadRequest("you must provide a model parameter")
        if model not in self.models:
            raise BadRequest(f"The model `{model}` does not exist", "model", 404)

    def _response(
        self, request: Request, reply: Reply, build: Callable[[Request, Reply], Json]
    ) -> Response:
        if reply.raw is not None:
            return Response(reply.raw, reply.status, reply.headers, reply.media_type)
        if reply.error is not None:
            return _json({"error": {"param": None, **reply.error}}, reply.status, reply.headers)
        body = build(request, reply)
        if reply.seconds_per_byte:
            drops = _drop_by_drop(json.dumps(body).encode(), reply.seconds_per_byte)
            return StreamingResponse(drops, reply.status, reply.headers, reply.media_type)
        return _json(body, reply.status, reply.headers)

    def _completion(self, request: Request, reply: Reply) -> Json:
        content = None if reply.is_empty or reply.refusal else self._content(request, reply)
        message = {"role": "assistant", "content": content, "refusal": reply.refusal}
        choice = {
            "index": 0,
            "message": message,
            "logprobs": None,
            "finish_reason": reply.finish_reason,
        }
        prompt = len(json.dumps(request.body["messages"])) // 3
        completion = len(content or reply.refusal or "") // 3
        choices: list[Any] | None = [choice]
        if reply.choices is not None:
            choices = reply.choices if isinstance(reply.choices, list) else None
        return {
            "id": f"chatcmpl-{len(self.requests)}",
            "object": "chat.completion",
            "created": int(request.at),
            "model": request.body["model"],
            "choices": choices,
            "usage": {
                "prompt_tokens": prompt,
                "completion_tokens": completion,
                "total_tokens": prompt + completion,
                "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
            },
            "system_fingerprint": "fp_standin",
        }

    def _content(self, request: Request, reply: Reply) -> str:
        content = reply.content
        if content is None or callable(content):
            answer = self.answer(request)
            content = content(answer) if callable(content) else answer
        return content if isinstance(content, str) else json.dumps(content)

    def _embedded(self, request: Request, _reply: Reply) -> Json:
        body = request.body
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        dimensions = body.get("dimensions") or DIMENSIONS.get(body["model"], 1536)
        vectors = [self.embed(text, dimensions) for text in texts]
        is_packed = body.get("encoding_format") == "base64"
        tokens = sum(map(len, texts)) // 3
        return {
            "object": "list",
            "model": body["model"],
            "data": [
                {"object": "embedding", "index": i, "embedding": _packed(v) if is_packed else v}
                for i, v in enumerate(vectors)
            ],
            "usage": {"prompt_tokens": tokens, "total_tokens": tokens},
        }

    async def _models(self, _http: HttpRequest) -> Response:
        data = [{"id": one, "object": "model", "owned_by": "stand-in"} for one in self.models]
        return _json({"object": "list", "data": data})


class OpenAIServer(OpenAIApi):
    """The same on loopback; a context manager."""

    def __init__(self, *, port: int = 0, **options: Any) -> None:  # noqa: ANN401 - those of the API
        super().__init__(**options)
        self._loopback = Loopback(self.site, port)
        self.base_url = f"{self._loopback.base_url}/v1"

    def __enter__(self) -> Self:
        self._loopback.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._loopback.stop()


def _packed(vector: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()


async def _drop_by_drop(body: bytes, seconds: float) -> AsyncIterator[bytes]:
    for index in range(len(body)):
        yield body[index : index + 1]
        await asyncio.sleep(seconds)


def _json(body: Json, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status, headers, "application/json")
