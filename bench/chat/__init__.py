"""The only door to models. `door.Door` opens chats; everything else here is a part of it.

    address    what a model SPEC of the command line means
    door       opens chats, closes what they held; shares cache, budget and limits
    asking     one chat: the cache in front, structured answers on top
    exchange   one question, asked until it is answered or there is no point
    wire       the request and answer of the OpenAI form, read with suspicion
    endpoint   an OpenAI-compatible address, through aiohttp
    providers  the provider names of litellm
    trouble    what a fault is, and whether asking again can help

Nothing heavy is imported before the first question to a model.
"""
