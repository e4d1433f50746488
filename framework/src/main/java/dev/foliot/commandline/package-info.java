/**
 * The command line of operators: {@code java -jar app.jar foliot status}. The application is put
 * together as always, but nothing of it starts; the command runs, and the process ends. Open {@code
 * FoliotCommand} first.
 */
@NullMarked
package dev.foliot.commandline;

import org.jspecify.annotations.NullMarked;
