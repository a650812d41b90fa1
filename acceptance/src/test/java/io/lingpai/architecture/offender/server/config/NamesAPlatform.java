package io.lingpai.architecture.offender.server.config;

import io.lingpai.architecture.offender.dingtalk.SomePlatform;

public record NamesAPlatform(SomePlatform platform) {}
