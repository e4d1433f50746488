/** Tests of the command line. */
package dev.foliot.commandline;
