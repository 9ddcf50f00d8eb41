"""The vocabulary of the corpus: sentences of two languages that say nothing in particular."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CATEGORIES", "ENGLISH", "JAPANESE", "TAGS", "Language"]


@dataclass(frozen=True)
class Language:
    """What sentences are made of; `{a}`, `{b}` and `{c}` stand for a thing, a place and a time."""

    sentences: tuple[str, ...]
    things: tuple[str, ...]
    places: tuple[str, ...]
    times: tuple[str, ...]
    between: str
    title: str
    authors: tuple[str, ...]


CATEGORIES = (
    "harbour",
    "workshop",
    "kitchen",
    "garden",
    "letters",
    "weather",
    "港の話",
    "台所",
    "修理",
    "町の暮らし",
    "読書",
    "天気",
)

_ENGLISH_TAGS = (
    "tide rope lamp bread salt moss kettle ferry slate wool copper ink "
    "window barrow gull plum oak map bell rain"
)
_JAPANESE_TAGS = "潮 縄 灯 麦 塩 苔 鉄瓶 渡し 石 糸 銅 墨 窓 荷車 海鳥 梅 樫 地図 鐘 雨"
TAGS = (*_ENGLISH_TAGS.split(), *_JAPANESE_TAGS.split())

ENGLISH = Language(
    sentences=(
        "Nobody had moved the {a} from the {b} since {c}, so we did.",
        "There is a way to carry a {a} past the {b} without waking the dog.",
        "By {c} the {b} was full, and **every** {a} had found its hook.",
        "We asked at the {b} about the [{a}](/places/{n}/) and were given tea instead.",
        "A {a} that has spent a winter at the {b} smells of it until {c}.",
        "She writes down each {a} in a *small* book, and the book stays at the {b}.",
        "It rained on the {b}; the {a} dried slowly, and was ready by {c}.",
        "If the {a} rattles, look first at the `hinge`, then at the {b}.",
        "The second {a} was cheaper, and that is all that can be said for it.",
        "Until {c} we had believed that the {b} was the colour of the {a}.",
    ),
    things=(
        "crate",
        "lantern",
        "barrel",
        "clock",
        "saddle",
        "ladder",
        "basket",
        "chair",
        "radio",
        "anchor",
        "shutter",
        "bucket",
    ),
    places=(
        "slipway",
        "bakery",
        "lighthouse",
        "back room",
        "bridge",
        "post office",
        "orchard",
        "quay",
        "boathouse",
    ),
    times=("six o'clock", "Thursday", "the first frost", "low water", "noon", "the last ferry"),
    between=" ",
    title="A {a} at the {b}, and what came of it by {c}",
    authors=("Ines Calder", "Tom Arkwright", "Ruth Penhale"),
)

JAPANESE = Language(
    sentences=(
        "{c}になっても、{b}の{a}はだれのものかわからないままだった。",
        "{a}を{b}まで運ぶには、坂の手前で一度だけ休むのがいい。",
        "{b}では**いつも**、{a}のとなりに湯のみが置いてある。",
        "{c}に見た[{a}](/basho/{n}/)は、{b}で見るより少し大きく思えた。",
        "古い{a}ほど音がやわらかい、と{b}の人は言う。",
        "{a}の重さは、{b}から帰るころにようやくわかる。",
        "雨は{c}に上がり、{b}の石だたみに{a}の影がのびた。",
        "*急がない*ことに決めてから、{a}の修理はかえって早く終わるようになった。",
        "はじめて{b}を訪ねた日、{a}はまだ`布`にくるまれていた。",
        "{c}まで待てば、{a}は{b}の風でひとりでに乾く。",
    ),
    things=(
        "木箱",
        "手提げ灯",
        "柱時計",
        "はしご",
        "竹かご",
        "椅子",
        "ラジオ",
        "錨",
        "雨戸",
        "桶",
        "糸車",
        "鉄鍋",
    ),
    places=(
        "船着き場",
        "灯台",
        "裏庭",
        "橋のたもと",
        "郵便局",
        "果樹園",
        "岸壁",
        "船小屋",
        "坂の上",
    ),
    times=("夕方", "木曜日", "初霜の朝", "干潮", "正午", "最終便のころ"),
    between="",
    title="{b}の{a}と、{c}の話",
    authors=("磯部 千夏", "沖田 拓", "港の編集室"),
)
