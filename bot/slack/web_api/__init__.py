"""How Slack is called: methods and scopes, rates, pages, and errors of ours."""
