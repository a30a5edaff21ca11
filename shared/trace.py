"""The trace that runs through requests, facts and messages (W3C Trace Context)."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import context, trace
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

W3C = TraceContextTextMapPropagator()


def current_traceparent() -> str | None:
    """The W3C traceparent of what runs now; None outside requests and messages."""
    now = trace.get_current_span().get_span_context()
    if not now.is_valid:
        return None
    return f"00-{now.trace_id:032x}-{now.span_id:016x}-{now.trace_flags:02x}"


def current_trace() -> str | None:
    """The trace id alone, as logs and audit rows carry it."""
    now = trace.get_current_span().get_span_context()
    return f"{now.trace_id:032x}" if now.is_valid else None


@contextmanager
def continue_trace(traceparent: str | None) -> Iterator[None]:
    """Run inside the trace that the text names, or in a new one where it names none."""
    before = trace.get_current_span(
        W3C.extract({"traceparent": traceparent or ""}, context.Context())
    ).get_span_context()
    here = SpanContext(
        trace_id=before.trace_id if before.is_valid else secrets.randbits(128) or 1,
        span_id=secrets.randbits(64) or 1,
        is_remote=False,
        trace_flags=before.trace_flags if before.is_valid else TraceFlags(TraceFlags.SAMPLED),
    )
    token = context.attach(trace.set_span_in_context(NonRecordingSpan(here)))
    try:
        yield
    finally:
        context.detach(token)
