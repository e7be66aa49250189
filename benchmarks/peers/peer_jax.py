"""JAX, the three perceptrons. It takes as many threads as the process has processors: bind it to one with `taskset`.

Usage: peer_jax.py THREADS"""

import os

os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp
import numpy

from answer import Training, serve

WIDTHS = {
    "tiny_mlp": ((8, 32, 32, 1), 32),
    "mnist_mlp": ((784, 256, 128, 10), 64),
    "wide_mlp": ((784, 1024, 1024, 10), 128),
}


def make(model):
    if model not in WIDTHS:
        return {}
    widths, batch = WIDTHS[model]
    random = numpy.random.default_rng(1)
    weights = [
        (jnp.asarray(random.normal(0, 0.05, (n, m)), jnp.float32), jnp.zeros(m))
        for n, m in zip(widths, widths[1:])]
    x = jnp.asarray(random.normal(size=(batch, widths[0])), jnp.float32)
    classes = widths[-1] > 1
    y = jnp.asarray(random.integers(10, size=batch) if classes else random.normal(size=(batch, 1)))

    def forward(weights, x):
        for w, b in weights[:-1]:
            x = jax.nn.relu(x @ w + b)
        return x @ weights[-1][0] + weights[-1][1]

    def loss(weights):
        answer = forward(weights, x)
        if classes:
            return -jnp.mean(jax.nn.log_softmax(answer)[jnp.arange(batch), y])
        return jnp.mean((answer - y) ** 2)

    def adam(weights, first, second, step):
        gradients = jax.grad(loss)(weights)
        step = step + 1
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
        second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradients)
        scale = jnp.sqrt(1 - 0.999 ** step) / (1 - 0.9 ** step)
        weights = jax.tree.map(
            lambda w, m, v: w - 1e-3 * scale * m / (jnp.sqrt(v) + 1e-8), weights, first, second)
        return weights, first, second, step

    compiled = jax.jit(adam, donate_argnums=(0, 1, 2, 3))
    serving = jax.jit(forward)
    kept = jax.tree.map(jnp.array, weights)
    state = []

    def restart():
        # Copies, since a step may write where what it is given lies.
        state[:] = [(jax.tree.map(jnp.array, kept), jax.tree.map(jnp.zeros_like, kept),
                     jax.tree.map(jnp.zeros_like, kept), jnp.float32(0))]
        jax.block_until_ready(state[0])

    def train():
        state[0] = compiled(*state[0])
        jax.block_until_ready(state[0])

    restart()
    one = x[:1]
    return {
        "train": Training(train, restart),
        "batch": lambda: serving(kept, x).block_until_ready(),
        "one": lambda: serving(kept, one).block_until_ready(),
    }


serve("JAX", jax.__version__, make)
