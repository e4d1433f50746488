/**
 * The command line of operators: {@code java -jar app.jar foliot status}. The beans of the
 * application are created, but nothing starts. The command runs, and the process ends. Open {@code
 * FoliotCommand} first.
 */
@NullMarked
package dev.foliot.commandline;

import org.jspecify.annotations.NullMarked;
