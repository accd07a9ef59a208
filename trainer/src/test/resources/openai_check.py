"""The official client against a running server: python openai_check.py http://127.0.0.1:PORT/v1 MODEL"""
import sys

import openai

client = openai.OpenAI(base_url=sys.argv[1], api_key="none is needed", max_retries=0, timeout=120)
model = sys.argv[2]
messages = [{"role": "user", "content": "Where is Milo?"}]

assert [m.id for m in client.models.list()] == [model]
assert client.models.retrieve(model).object == "model"

text = client.completions.create(model=model, prompt="Where is Milo?\n", max_tokens=12, temperature=0)
assert text.choices[0].finish_reason in ("stop", "length"), text
assert text.usage.completion_tokens <= 12, text

chat = client.chat.completions.create(model=model, messages=messages, max_tokens=40, temperature=0, seed=1)
assert chat.choices[0].message.role == "assistant", chat
answer = chat.choices[0].message.content
assert answer and chat.usage.total_tokens == chat.usage.prompt_tokens + chat.usage.completion_tokens, chat
assert chat.system_fingerprint.startswith("fp_"), chat

parts = list(client.chat.completions.create(
    model=model, messages=messages, max_tokens=40, temperature=0, stream=True, stream_options={"include_usage": True}))
assert "".join(p.choices[0].delta.content or "" for p in parts if p.choices) == answer, parts
assert parts[-1].usage == chat.usage, parts[-1]

stop = answer[3:6]
stopped = client.chat.completions.create(model=model, messages=messages, max_tokens=40, temperature=0, stop=[stop])
assert stopped.choices[0].message.content == answer[:answer.index(stop)], stopped
assert stopped.choices[0].finish_reason == "stop", stopped

sampled = [client.chat.completions.create(model=model, messages=messages, max_tokens=20, seed=7).choices[0].message.content
           for _ in range(2)]
assert sampled[0] == sampled[1], sampled
assert len(client.chat.completions.create(model=model, messages=messages, max_tokens=5, n=3).choices) == 3

try:
    client.chat.completions.create(model="nobody", messages=messages)
    raise AssertionError("an unknown model was answered")
except openai.NotFoundError as e:
    assert e.code == "model_not_found" and e.type == "invalid_request_error", e.body
try:
    client.chat.completions.create(model=model, messages=messages, temperature=9)
    raise AssertionError("a wild temperature was taken")
except openai.BadRequestError as e:
    assert e.param == "temperature", e.body
try:
    client.completions.create(model=model, prompt="word " * 2000, max_tokens=5)
    raise AssertionError("a prompt beyond the context was taken")
except openai.BadRequestError as e:
    assert e.code == "context_length_exceeded", e.body

print("openai", openai.__version__, "is content")
