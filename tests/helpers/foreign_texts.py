"""Texts in the languages and encodings that people's files have."""

ENGLISH = (
    "The delivery was late, but the soup was still hot.",
    "I would not buy it again: the handle broke on the second day.\nVery disappointing.",
)
WESTERN = (
    "Le café était fermé, quelle déception… Très déçu du « service ».",
    "Die Bedienung war sehr höflich – das Essen kam jedoch später als gewünscht.",
    "¡Qué día! El niño comió una piña enorme en el jardín.",
    "A entrega não chegou; a situação é péssima e a reclamação não avança.",
    "It’s “fine”, I guess – it cost £20 and it’s not worth €5.",
    "Smørrebrød på æblegrød er en god idé, siger naboen.",
    "ATENÇÃO: PROMOÇÃO SÓ ATÉ AMANHÃ",
    "voilà",
)
SIMPLIFIED = (
    "快递很快，包装完好，客服态度也不错。",
    "房间有点小，但是很干净；早餐一般。\n下次还会再来。",
    "屏幕有划痕，申请退货，商家一直不处理！",
    "好吃",
    "不喜欢",
    "iPhone的电池不太行，用了2天就没电了",
)
TRADITIONAL = (
    "老闆非常親切，餐點也很美味，下次還會再來。",
    "這個行李箱的輪子第二天就壞了，真的很失望。",
    "房間很乾淨，但是隔音不好。",
)
JAPANESE = ("とても美味しいラーメンでした。また行きたいです。", "配送が遅くて、箱も壊れていました。")
RUSSIAN = ("Доставка опоздала на два дня, но товар хороший.", "Очень вкусно, спасибо!", "Не советую никому.")
RIGHT_TO_LEFT = ("الطعام كان باردا والخدمة بطيئة جدا.", "השירות היה מצוין והאוכל טעים.")
EMOJI = ("great 👍🏽👨‍👩‍👧", "😀😃😄")
ALL = ENGLISH + WESTERN + SIMPLIFIED + TRADITIONAL + JAPANESE + RUSSIAN + RIGHT_TO_LEFT + EMOJI

NATIONAL: dict[str, tuple[str, ...]] = {
    "cp1252": WESTERN,
    "gb18030": SIMPLIFIED,
    "big5": TRADITIONAL,
    "shift_jis": JAPANESE,
    "cp1251": RUSSIAN,
}
"""Texts by an encoding in which they are often found."""
