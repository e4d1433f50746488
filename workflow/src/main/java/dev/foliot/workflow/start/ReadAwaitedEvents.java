package dev.foliot.workflow.start;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Reads in the bytecode of a workflow which event classes its code names, as in {@code
 * EventWait.of(OrderApproved.class)}. The workflow may wait for them. This only decides about a
 * warning, so code in other classes is not read.
 */
final class ReadAwaitedEvents {
  private final Set<String> named = new HashSet<>();
  private final Set<String> read = new HashSet<>();

  /** The events that the code of a class names, out of the given ones. */
  static List<Class<?>> of(Class<?> workflow, List<Class<?>> events) {
    ReadAwaitedEvents reader = new ReadAwaitedEvents();
    reader.read(workflow.getName(), workflow.getClassLoader());
    return events.stream().filter(event -> reader.named.contains(event.getName())).toList();
  }

  private void read(String type, ClassLoader loader) {
    if (!read.add(type)) {
      return;
    }
    String file = type.replace('.', '/') + ClassUtils.CLASS_FILE_SUFFIX;
    try (InputStream bytes = loader.getResourceAsStream(file)) {
      if (bytes != null) {
        new ClassReader(bytes)
            .accept(
                new NamedClasses(type, loader), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      }
    } catch (IOException | RuntimeException unreadable) {
      // as if it named no class
    }
  }

  /** Collects class literals, also those of the classes in the class. */
  private final class NamedClasses extends ClassVisitor {
    private final String type;
    private final ClassLoader loader;

    NamedClasses(String type, ClassLoader loader) {
      super(SpringAsmInfo.ASM_VERSION);
      this.type = type;
      this.loader = loader;
    }

    @Override
    public void visitInnerClass(String name, String outer, String inner, int access) {
      String nested = name.replace('/', '.');
      if (nested.startsWith(type + "$")) {
        read(nested, loader);
      }
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {
        @Override
        public void visitLdcInsn(Object value) {
          if (value instanceof Type constant) {
            named.add(constant.getClassName());
          }
        }
      };
    }
  }
}
