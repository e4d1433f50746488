/** The application of the tests of submitted commands. */
package dev.foliot.command.desk;
