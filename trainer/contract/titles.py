"""How data sets and their labels are called in texts for people. Loads nothing but the texts."""

from collections.abc import Sequence

from trainer.contract.text import Text

DATA_TITLES: dict[str, Text] = {
    "mnist": Text("MNIST", "MNIST"),
    "mnist-sample": Text("MNIST sample", "MNIST 样本"),
    "cifar10": Text("CIFAR-10", "CIFAR-10"),
    "cifar10-jpeg": Text("CIFAR-10 (JPEG)", "CIFAR-10（JPEG）"),
    "own-pictures": Text("own pictures", "自己的图片"),
    "own-texts": Text("own texts", "自己的文本"),
    "customer-messages": Text("customer messages", "客服消息"),
    "phrase-pairs": Text("everyday phrases", "日常用语"),
    "python-reference": Text("Python reference", "Python 参考文档"),
    "rt-polarity": Text("rt-polarity", "rt-polarity"),
    "sst2": Text("SST-2", "SST-2"),
    "review-polarity": Text("film reviews", "影评全文"),
    "sentiment-en": Text("English reviews", "英文评论"),
    "chnsenticorp": Text("ChnSentiCorp", "ChnSentiCorp"),
    "online-shopping": Text("shop reviews", "购物评论"),
    "sentiment-zh": Text("Chinese reviews", "中文评论"),
    "ag-news": Text("AG News", "AG News"),
    "tiny-shakespeare": Text("Tiny Shakespeare", "莎士比亚选段"),
    "wikitext-2": Text("WikiText-2", "WikiText-2"),
    "song-ci": Text("Song poems", "宋词"),
    "multi30k-en-de": Text("Multi30k", "Multi30k"),
    "own-sounds": Text("own sounds", "自己的声音"),
    "spoken-digits": Text("spoken digits", "口语数字"),
    "tatoeba-en-zh": Text("Tatoeba", "Tatoeba"),
}

LABEL_TITLES: dict[str, Text] = {
    "0": Text("Zero", "零"),
    "1": Text("One", "一"),
    "2": Text("Two", "二"),
    "3": Text("Three", "三"),
    "4": Text("Four", "四"),
    "5": Text("Five", "五"),
    "6": Text("Six", "六"),
    "7": Text("Seven", "七"),
    "8": Text("Eight", "八"),
    "9": Text("Nine", "九"),
    "airplane": Text("Airplane", "飞机"),
    "automobile": Text("Automobile", "汽车"),
    "bird": Text("Bird", "鸟"),
    "cat": Text("Cat", "猫"),
    "deer": Text("Deer", "鹿"),
    "dog": Text("Dog", "狗"),
    "frog": Text("Frog", "青蛙"),
    "horse": Text("Horse", "马"),
    "ship": Text("Ship", "船"),
    "truck": Text("Truck", "卡车"),
    "order-status": Text("Order status", "订单进度"),
    "return-item": Text("Return", "退货"),
    "refund": Text("Refund", "退款"),
    "delivery-problem": Text("Delivery problem", "配送问题"),
    "damaged-item": Text("Damaged item", "商品损坏"),
    "change-address": Text("Change of address", "修改地址"),
    "cancel-order": Text("Cancellation", "取消订单"),
    "payment-problem": Text("Payment problem", "付款问题"),
    "account-access": Text("Account access", "账号登录"),
    "product-question": Text("Question about a product", "商品咨询"),
    "negative": Text("Negative", "负面"),
    "positive": Text("Positive", "正面"),
    "World": Text("World", "世界"),
    "Sports": Text("Sports", "体育"),
    "Business": Text("Business", "商业"),
    "Sci/Tech": Text("Science and technology", "科技"),
}


def data_title(name: str) -> Text:
    """A short title for the data set called `name`; the name itself where none is known."""
    return DATA_TITLES.get(name, Text(name, name))


def label_titles(labels: Sequence[str]) -> tuple[Text, ...]:
    """The titles of `labels`, or none at all where one of them has no title."""
    found = tuple(LABEL_TITLES[label] for label in labels if label in LABEL_TITLES)
    return found if len(found) == len(labels) else ()
