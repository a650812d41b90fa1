package io.lingpai.architecture.offender.client;

import io.lingpai.secret.Secret;

public record KnowsTheServer(Secret secret) {}
