"""Pictures made smaller for mail: what comes out, and what is refused."""

from __future__ import annotations

import io
import subprocess
import sys
from types import SimpleNamespace

import imagesize
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from feeds.pictures.errors import UnusableError
from feeds.pictures.smaller import Smaller, smaller


def shown(made: Smaller | None) -> Image.Image:
    """What a mail program would show."""
    assert made is not None
    image = Image.open(io.BytesIO(made.data))
    image.load()
    return image


def near(pixel: object, wanted: tuple[int, ...]) -> bool:
    """Whether a colour is the wanted one, but for what JPEG takes of it."""
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 12 for one, other in zip(pixel, wanted, strict=True))


@pytest.mark.parametrize("width", [536, 148])
def test_a_picture_comes_at_twice_its_place(photo: bytes, width: int) -> None:
    """It would be blurred on dense screens, or larger than anybody sees."""
    made = smaller(photo, width)
    assert made is not None
    assert (made.media_type, made.width, made.height) == ("image/jpeg", 2 * width, width * 3 // 2)
    assert imagesize.get(io.BytesIO(made.data)) == (made.width, made.height)
    assert len(made.data) < len(photo)


def test_the_same_picture_gives_the_same_bytes(honest: dict[str, bytes]) -> None:
    """Each run would publish another file, and send another mail."""
    for data in honest.values():
        assert smaller(data, 200) == smaller(data, 200)


def test_no_picture_grows(make: SimpleNamespace) -> None:
    """A picture that was saved well would come out larger than it was."""
    image = make.photograph(640, 480)
    for quality in (5, 30, 60, 95):
        data = make.bytes_of(image, "JPEG", quality=quality)
        for width in (20, 148, 300, 320, 536):
            made = smaller(data, width)
            assert made is None or (len(made.data) <= len(data) and made.width <= 640)


def test_a_picture_that_is_small_already_stays(make: SimpleNamespace) -> None:
    """It would lose by being coded again, for nothing."""
    few = make.drawing(600, 400).quantize(32)
    assert smaller(make.bytes_of(make.photograph(600, 400), "JPEG", quality=60), 536) is None
    assert smaller(make.bytes_of(few, "PNG", optimize=True), 536) is None


def test_drawings_stay_png_and_photographs_become_jpeg(make: SimpleNamespace) -> None:
    """Sharp lines would be smudged, or a photograph be many times as large as it has to be."""
    drawn = smaller(make.bytes_of(make.drawing(1600, 1200), "PNG"), 300)
    taken = smaller(make.bytes_of(make.photograph(1600, 1200), "PNG"), 536)
    assert [made and made.media_type for made in (drawn, taken)] == ["image/png", "image/jpeg"]


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_formats_that_outlook_lacks_are_replaced(honest: dict[str, bytes], kind: str) -> None:
    """Nobody with Outlook would see the picture."""
    made = smaller(honest[kind], 536)
    assert made is not None
    assert (made.media_type, made.width, made.height) == ("image/jpeg", 800, 600)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "GIF"])
def test_what_is_transparent_stays_so(make: SimpleNamespace, kind: str) -> None:
    """A logo would stand in a black box."""
    image = Image.new("RGBA", (800, 400), (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), (200, 100, 600, 300))
    made = smaller(make.bytes_of(image, kind), 200)
    result = shown(made).convert("RGBA")
    assert made is not None and made.media_type == "image/png"
    assert result.getpixel((5, 5))[3] == 0
    assert near(result.getpixel((200, 100)), (200, 30, 30, 255))


def test_a_large_transparent_photograph_gets_fewer_colours(make: SimpleNamespace) -> None:
    """PNG makes a megabyte of what is a hundred kilobytes as WebP."""
    image = make.photograph(1000, 800)
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    made = smaller(make.bytes_of(image, "WEBP"), 500)
    assert made is not None and made.media_type == "image/png"
    assert shown(made).mode == "P"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(make: SimpleNamespace, orientation: int) -> None:
    """Outlook shows a photograph as it lies in its file, on its side or on its head."""
    upright = Image.new("RGB", (300, 200), "white")
    upright.paste((200, 30, 30), (0, 0, 100, 50))
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    turned = upright if orientation == 1 else upright.transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    result = shown(smaller(make.bytes_of(turned, "JPEG", quality=95, exif=exif), 100))
    assert result.size == (200, 133)
    assert near(result.getpixel((10, 10)), (200, 30, 30))
    assert near(result.getpixel((190, 120)), (255, 255, 255))
    assert not result.getexif()


def test_a_rendition_says_nothing_of_its_picture(
    make: SimpleNamespace, swapped_profile: bytes
) -> None:
    """Readers would learn where a photograph was taken, and with what."""
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    image = make.photograph(1600, 1200)
    data = make.bytes_of(image, "JPEG", exif=exif, comment=b"private", icc_profile=swapped_profile)
    result = shown(smaller(data, 536))
    assert not result.getexif()
    assert not {"icc_profile", "comment", "exif", "xmp"} & set(result.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_colours_become_srgb(make: SimpleNamespace, kind: str, swapped_profile: bytes) -> None:
    """Colours of a camera's own would be pale, or wrong, in all mail programs without profiles."""
    data = make.bytes_of(
        Image.new("RGB", (800, 600), (200, 30, 30)), kind, icc_profile=swapped_profile
    )
    made = smaller(data, 148)
    assert near(shown(made).convert("RGB").getpixel((9, 9)), (30, 30, 200))


@pytest.mark.parametrize("profile", [b"", b"no profile", bytes(200_000)])
def test_a_profile_that_is_none_counts_as_none(make: SimpleNamespace, profile: bytes) -> None:
    """A picture would be lost by what hardly shows."""
    data = make.bytes_of(Image.new("RGB", (800, 600), (200, 30, 30)), "JPEG", icc_profile=profile)
    assert near(shown(smaller(data, 148)).getpixel((9, 9)), (200, 30, 30))


@pytest.mark.parametrize(
    ("mode", "kind", "wanted"),
    [
        ("1", "PNG", (255, 255, 255)),
        ("L", "JPEG", (200, 200, 200)),
        ("LA", "PNG", (200, 200, 200)),
        ("P", "PNG", (0, 0, 0)),
        ("CMYK", "JPEG", (55, 55, 55)),
        ("I;16", "PNG", (156, 156, 156)),
    ],
)
def test_pictures_of_all_modes_keep_their_colours(
    make: SimpleNamespace, mode: str, kind: str, wanted: tuple[int, ...]
) -> None:
    """Pictures that cameras do not make would come out black, or not at all."""
    colour = {"1": 1, "L": 200, "LA": (200, 255), "P": 0, "CMYK": (200,) * 3 + (0,), "I;16": 40000}
    data = make.bytes_of(Image.new(mode, (800, 600), colour[mode]), kind)
    assert near(shown(smaller(data, 100)).convert("RGB").getpixel((9, 9)), wanted)


def test_what_moves_stays_or_stands_still(make: SimpleNamespace) -> None:
    """A film of a GIF would be one picture; one of WebP would be seen by few."""
    frames = [Image.new("RGB", (800, 600), colour) for colour in ("red", "blue")]
    options = {"save_all": True, "append_images": frames[1:]}
    for kind in ("GIF", "PNG"):
        assert smaller(make.bytes_of(frames[0], kind, **options), 148) is None
    for kind in ("WEBP", "AVIF"):
        still = shown(smaller(make.bytes_of(frames[0], kind, **options), 148))
        assert getattr(still, "n_frames", 1) == 1
        assert near(still.convert("RGB").getpixel((9, 9)), (255, 0, 0))


BOMBS = """
import resource, sys
from feeds.pictures.errors import UnusableError
from feeds.pictures.smaller import smaller
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    smaller(sys.stdin.buffer.read(), 536)
except UnusableError as problem:
    print(problem.why)
grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
assert grown < 64, grown
"""


@pytest.mark.parametrize("form", ["PNG", "GIF"])
def test_a_bomb_is_refused_before_it_is_decoded(make: SimpleNamespace, form: str) -> None:
    """A file of a few bytes would take all of a machine's memory."""
    bomb = make.png_head(50_000, 50_000)
    if form == "GIF":
        bomb = bytearray(make.gif(1))
        bomb[6:10] = bomb[24:28] = (50_000).to_bytes(2, "little") * 2
    run = subprocess.run(
        [sys.executable, "-c", BOMBS], input=bytes(bomb), capture_output=True, check=True
    )
    assert run.stdout.decode().strip() == "it has more than 32 million pixels"


def test_a_picture_that_is_too_long_is_refused(make: SimpleNamespace) -> None:
    """No program shows a JPEG of more than 65,535 rows; whoever scrolls through one gives up."""
    data = make.bytes_of(Image.new("L", (10, 60_000)), "PNG")
    with pytest.raises(UnusableError, match="10 × 60000 pixels"):
        smaller(data, 536)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_picture_that_is_cut_off_is_damaged(honest: dict[str, bytes], kind: str) -> None:
    """Half a picture, grey below, would go to every reader."""
    for part in (0.05, 0.5, 0.9):
        data = honest[kind]
        with pytest.raises(UnusableError, match="damaged"):
            smaller(data[: int(len(data) * part)], 148)


SMALL = {
    kind: (lambda file: (Image.linear_gradient("L").resize((64, 48)).save(file, kind), file)[1])(
        io.BytesIO()
    ).getvalue()
    for kind in ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
}


@given(
    kind=st.sampled_from(sorted(SMALL)),
    place=st.floats(0, 1, exclude_max=True),
    put=st.binary(max_size=6),
    length=st.none() | st.integers(0, 600),
)
def test_no_damage_ends_the_run(kind: str, place: float, put: bytes, length: int | None) -> None:
    """One picture that a disk has spoilt would be in the way of all others."""
    data = SMALL[kind]
    at = int(place * len(data))
    data = (data[:at] + put + data[at + len(put) :])[:length]
    try:
        made = smaller(data, 12)
    except UnusableError as problem:
        assert problem.why
    else:
        assert made is None or shown(made).width <= 24
