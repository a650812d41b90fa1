package io.lingpai.architecture.offender.wxjava;

import io.lingpai.secret.Secret;

public record KnowsMoreThanTheClient(Secret secret) {}
