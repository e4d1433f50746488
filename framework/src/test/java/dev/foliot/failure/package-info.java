/** Tests of errors that nobody expects, at each port through which the application is called. */
package dev.foliot.failure;
