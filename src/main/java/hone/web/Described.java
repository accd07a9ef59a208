package hone.web;

/** A name that programs use and what it is about: a line of a list to choose from. */
public record Described(String name, String about) {}
