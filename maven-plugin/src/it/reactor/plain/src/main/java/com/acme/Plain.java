package com.acme;

/** A module without a net. */
public final class Plain {}
