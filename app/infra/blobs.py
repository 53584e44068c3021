"""Serving a file whose address is its content's digest: it never changes, so browsers keep it and ask again for nothing."""

from collections.abc import Callable

from flask import Response, abort, request

SERVED = frozenset(
    {"image/png", "image/jpeg", "image/webp", "video/mp4", "video/webm", "text/vtt"}
)  # never a type that a browser would run


def serve(digest: str, kind: str, size: int, read: Callable[[int, int], bytes]) -> Response:
    """The file of `size` bytes and type `kind`: whole, the part a player asks for, or nothing when the browser has it.

    `read(start, length)` gives bytes; it is only called for what is sent. 404 for a type that is not served, 416 for a part
    that does not exist. Kept by the person's own browser alone: one signs in to see it.
    """
    if kind not in SERVED:
        abort(404)
    wanted = None
    if request.if_none_match.contains(digest):
        response = Response(status=304)
    else:
        fresh = request.if_range.etag in (None, digest) and request.if_range.date is None
        wanted = request.range if fresh and request.range and request.range.units == "bytes" else None
        found = wanted.range_for_length(size) if wanted else None
        if wanted and found is None and len(wanted.ranges) == 1:
            response = Response(status=416, headers={"Content-Range": f"bytes */{size}"})
        else:  # several parts at once are answered by the whole, as one may
            start, stop = found or (0, size)
            response = Response(read(start, stop - start), status=206 if found else 200)
            if found:
                response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    response.content_type = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    response.set_etag(digest)
    return response
