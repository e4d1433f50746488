/**
 * A shop that is small, but has one of everything: the application of the tests of this module, and
 * those tests, at the three levels as a user writes them.
 */
package dev.foliot.test.shop;
