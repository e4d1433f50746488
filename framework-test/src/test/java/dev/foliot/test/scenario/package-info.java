/** Scenarios: what they check by themselves, and what they say. */
package dev.foliot.test.scenario;
