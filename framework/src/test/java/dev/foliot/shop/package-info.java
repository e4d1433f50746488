/** A tiny application, shared by the tests that need a whole one. */
package dev.foliot.shop;
