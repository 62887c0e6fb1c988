import numpy as np
import onnxruntime
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional

from trainer.networks.attention import (
    CrossAttention,
    CrossLayer,
    KeysValues,
    LayerShape,
    Positions,
    SelfAttention,
    SelfLayer,
    attend,
    causal_mask,
    initialise,
    padding_mask,
    rotate,
)

KINDS = ("sinusoidal", "learned", "rotary")
SHAPE = LayerShape(width=32, heads=4, hidden=48, qk_norm=True)
LONGEST = 24


class Decoder(nn.Module):
    """Two causal layers with positions, as a network that writes has them."""

    def __init__(self, kind: str, shape: LayerShape = SHAPE, layers: int = 2) -> None:
        super().__init__()
        self.positions = Positions(kind, shape, LONGEST)  # type: ignore[arg-type]
        self.layers = nn.ModuleList(SelfLayer(shape) for _ in range(layers))

    def forward(self, inputs: Tensor, past: list[KeysValues] | None = None) -> tuple[Tensor, list[KeysValues]]:
        length, done = inputs.shape[1], past[0][0].shape[2] if past else 0
        mask = causal_mask(length, done, inputs.device)
        rotation = self.positions.rotation(length, done)
        inputs = self.positions.add_to(inputs, done)
        present = []
        for number, layer in enumerate(self.layers):
            inputs, kept = layer(inputs, mask, rotation, past[number] if past else None)
            present.append(kept)
        return inputs, present


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5, deadline=None)
@given(changed=st.integers(1, 11), seed=st.integers(0, 99))
def test_a_token_changes_nothing_before_it(kind, changed, seed) -> None:
    torch.manual_seed(seed)
    decoder, inputs = Decoder(kind).eval(), torch.randn(2, 12, 32)
    other = inputs.clone()
    other[:, changed] = 3 * torch.randn(2, 32)
    with torch.no_grad():
        before, after = decoder(inputs)[0], decoder(other)[0]
    assert torch.allclose(before[:, :changed], after[:, :changed], atol=1e-6)
    assert (before[:, changed:] - after[:, changed:]).abs().amax(dim=(0, 2)).min() > 1e-4


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5, deadline=None)
@given(first=st.integers(1, 11), seed=st.integers(0, 99))
def test_decoding_with_a_cache_equals_computing_anew(kind, first, seed) -> None:
    torch.manual_seed(seed)
    decoder, inputs = Decoder(kind).eval(), torch.randn(2, 12, 32)
    with torch.no_grad():
        whole, everything = decoder(inputs)
        parts, past = [], None
        for part in inputs.split([first, *[1] * (12 - first)], dim=1):
            outputs, past = decoder(part, past)
            parts.append(outputs)
    assert torch.allclose(torch.cat(parts, dim=1), whole, atol=1e-4)
    assert all(torch.allclose(a, b, atol=1e-4) for a, b in zip(past[1], everything[1], strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_positions_are_told_apart(kind) -> None:
    torch.manual_seed(1)
    decoder, inputs = Decoder(kind).eval(), torch.randn(1, 8, 32)
    swapped = inputs[:, [1, 0, *range(2, 8)]]
    with torch.no_grad():
        assert (decoder(inputs)[0][:, -1] - decoder(swapped)[0][:, -1]).abs().max() > 1e-3


def test_the_faster_causal_way_gives_the_same() -> None:
    torch.manual_seed(2)
    layer, inputs = SelfLayer(SHAPE).eval(), torch.randn(2, 9, 32)
    with torch.no_grad():
        masked, fast = layer(inputs, causal_mask(9, 0, inputs.device))[0], layer(inputs, causal=True)[0]
    assert torch.allclose(masked, fast, atol=1e-6)


def test_padding_changes_nothing() -> None:
    torch.manual_seed(3)
    embedding, layer = nn.Embedding(50, 32), SelfLayer(SHAPE).eval()
    tokens = torch.randint(1, 50, (2, 7))
    padded = functional.pad(tokens, (0, 5))
    with torch.no_grad():
        short, _ = layer(embedding(tokens), padding_mask(tokens))
        long, _ = layer(embedding(padded), padding_mask(padded))
    assert torch.allclose(short, long[:, :7], atol=1e-6)
    only_padding = torch.zeros(1, 4, dtype=torch.int64)
    assert layer(embedding(only_padding), padding_mask(only_padding))[0].isfinite().all()


def test_padding_of_the_other_text_changes_nothing() -> None:
    torch.manual_seed(4)
    layer, inputs, source = CrossLayer(SHAPE).eval(), torch.randn(2, 5, 32), torch.randn(2, 9, 32)
    seen = torch.arange(9).expand(2, 9) < 6
    with torch.no_grad():
        short, _, short_weights = layer(inputs, layer.cross.keys_values(source[:, :6]), causal=True, weigh=True)
        mask = seen[:, None, None, :]
        long, _, weights = layer(inputs, layer.cross.keys_values(source), mask, causal=True, weigh=True)
        plain, _, none = layer(inputs, layer.cross.keys_values(source), mask, causal=True)
    assert torch.allclose(short, long, atol=1e-6)
    assert torch.allclose(plain, long, atol=1e-5)
    assert none is None
    assert torch.allclose(weights[..., :6], short_weights, atol=1e-6)
    assert weights[..., 6:].abs().max() == 0.0
    assert torch.allclose(weights.sum(dim=3), torch.ones(2, 4, 5), atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 99))
def test_rotary_scores_depend_on_the_distance_alone(asking, asked, shift, seed) -> None:
    torch.manual_seed(seed)
    positions, query, key = Positions("rotary", SHAPE, LONGEST), torch.randn(1, 1, 1, 8), torch.randn(1, 1, 1, 8)

    def score(query_place: int, key_place: int) -> Tensor:
        turned = [
            rotate(vector, positions.rotation(1, place)) for vector, place in ((query, query_place), (key, key_place))
        ]
        return (turned[0] * turned[1]).sum()

    assert torch.allclose(score(asking, asked), score(asking + shift, asked + shift), atol=1e-3)
    assert torch.allclose(rotate(query, positions.rotation(1, asking)).norm(), query.norm(), rtol=1e-4)


def test_sinusoidal_positions_are_those_of_the_article() -> None:
    added = Positions("sinusoidal", SHAPE, LONGEST).add_to(torch.zeros(1, 4, 32), past=2)[0]
    for row, place in enumerate(range(2, 6)):
        for number in (0, 1, 10, 31):
            angle = place / 10_000 ** (number // 2 * 2 / 32)
            expected = np.cos(angle) if number % 2 else np.sin(angle)
            assert added[row, number].item() == pytest.approx(expected, abs=1e-5)


def test_attention_is_the_formula() -> None:
    torch.manual_seed(5)
    shape = LayerShape(width=8, heads=2, hidden=8)
    attention, inputs = SelfAttention(shape), torch.randn(1, 3, 8)
    query, key, value = attention.query_key_value(inputs)[0].chunk(3, dim=1)  # [3,8] each
    heads = []
    for head in (slice(0, 4), slice(4, 8)):
        weights = torch.softmax(query[:, head] @ key[:, head].T / 4**0.5, dim=1)
        heads.append(weights @ value[:, head])
    assert torch.allclose(attention(inputs)[0][0], attention.joined(torch.cat(heads, dim=1)), atol=1e-6)


def test_normalised_queries_bound_the_scores() -> None:
    torch.manual_seed(6)
    attention, inputs = CrossAttention(SHAPE), torch.randn(1, 3, 32)
    _, usual = attention.with_weights(inputs, attention.keys_values(inputs))
    _, huge = attention.with_weights(inputs * 1e3, attention.keys_values(inputs * 1e3))
    largest_ratio = np.exp(2 * 8**0.5)  # scores lie between -sqrt(d) and sqrt(d)
    assert usual.max() / usual.min() < largest_ratio
    assert huge.max() / huge.min() < largest_ratio


def test_layers_begin_by_passing_on_what_comes_in() -> None:
    decoder, inputs = Decoder("rotary").eval(), torch.randn(1, 5, 32)
    initialise(decoder)
    assert torch.equal(decoder(inputs)[0], inputs)


@pytest.mark.parametrize("length", [5, 200])
@pytest.mark.parametrize("way", ["causal", "masked", "plain"])
def test_bfloat16_attends_as_float32_does(length, way) -> None:
    torch.manual_seed(0)
    given = [torch.randn(2, 3, length, 8) for _ in range(3)]
    halved = [each.bfloat16().requires_grad_() for each in given]
    exact = [each.detach().float().requires_grad_() for each in halved]
    mask = (torch.arange(length) < length - 2)[None, None, None, :] if way == "masked" else None
    seen, expected = (attend(*parts, mask, causal=way == "causal") for parts in (halved, exact))
    assert seen.dtype == torch.bfloat16
    assert torch.allclose(seen.float(), expected, atol=0.02)
    for each in (seen, expected):
        each.float().square().sum().backward()
    for part, known in zip(halved, exact, strict=True):
        assert part.grad is not None
        assert torch.allclose(part.grad.float(), known.grad, atol=0.05)


def test_half_precision_runs() -> None:
    decoder, inputs = Decoder("rotary"), torch.randn(2, 6, 32)
    expected, _ = decoder(inputs)
    with torch.autocast("cpu", torch.bfloat16):
        outputs, _ = decoder(inputs)
        cached, present = decoder(inputs[:, :4])
        rest, _ = decoder(inputs[:, 4:], present)
    assert torch.allclose(outputs.float(), expected, atol=0.1)
    assert torch.allclose(torch.cat((cached, rest), dim=1).float(), expected, atol=0.1)


class Exported(nn.Module):
    """The decoder with its cache as named tensors, one layer."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.decoder = Decoder(kind, layers=1)

    def forward(self, inputs: Tensor, past_key: Tensor, past_value: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        outputs, [(key, value)] = self.decoder(inputs, [(past_key, past_value)])
        return outputs, key, value


@pytest.mark.filterwarnings(
    "ignore:.*LeafSpec:FutureWarning", "ignore:# The axis name:UserWarning"
)  # the exporter's own
def test_exports_with_free_batch_length_and_past(tmp_path) -> None:
    torch.manual_seed(7)
    module, pasts = Exported("rotary").eval(), torch.randn(2, 2, 4, 3, 8)
    cache = {0: "batch", 2: "past"}
    program = torch.onnx.export(
        module,
        (torch.randn(2, 5, 32), *pasts),  # one tensor given twice would become one input used twice
        input_names=["inputs", "past_key", "past_value"],
        output_names=["outputs", "key", "value"],
        dynamic_shapes=({0: "batch", 1: "length"}, cache, cache),
        opset_version=20,
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    session = onnxruntime.InferenceSession(program.model_proto.SerializeToString(), providers=["CPUExecutionProvider"])
    for batch, length, done in ((1, 1, 0), (1, 1, 7), (3, 6, 0), (2, 4, 5), (1, 9, 1)):
        feeds = [torch.randn(batch, length, 32), *torch.randn(2, batch, 4, done, 8)]
        names = ("inputs", "past_key", "past_value")
        actual = session.run(None, {name: feed.numpy() for name, feed in zip(names, feeds, strict=True)})
        with torch.no_grad():
            expected = module(*feeds)
        for one, other in zip(actual, expected, strict=True):
            np.testing.assert_allclose(one, other.numpy(), atol=1e-5)
