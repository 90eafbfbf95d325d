"""Slack's limits on blocks, messages and views: what the real one refuses is refused here.

The rules are those of the reference of Block Kit (https://docs.slack.dev/reference/block-kit) and
of the errors of the Web API methods. Where it is silent everything passes: how long the initial
value of an input is, whether menus in two groups stand for the same, whether a picture can be
fetched, which schemes a button's address has, which domains a video is of, whether ids exist, how
many emoji a message takes, and what older attachments, without blocks, are made of.
"""
