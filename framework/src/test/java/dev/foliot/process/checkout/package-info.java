/** The application of the tests of process managers. */
package dev.foliot.process.checkout;
