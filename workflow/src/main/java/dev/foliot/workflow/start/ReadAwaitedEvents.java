package dev.foliot.workflow.start;

import dev.foliot.workflow.EventWait;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.util.ClassUtils;

/**
 * Reads in the bytecode of a workflow which events its code waits for: the class literals in {@code
 * EventWait.of(OrderApproved.class)}. Superclasses, interfaces and nested classes are read, too.
 * This only decides about a warning, so a class that comes from a parameter or a field is not
 * found.
 */
final class ReadAwaitedEvents {
  private static final String EVENT_WAIT = Type.getInternalName(EventWait.class);

  private final Set<String> awaited = new HashSet<>();
  private final Set<String> read = new HashSet<>();

  /** The events that the code of a class waits for, out of the given ones. */
  static List<Class<?>> of(Class<?> workflow, List<Class<?>> events) {
    ReadAwaitedEvents reader = new ReadAwaitedEvents();
    reader.read(workflow.getName(), workflow.getClassLoader());
    return events.stream().filter(event -> reader.awaited.contains(event.getName())).toList();
  }

  private void read(String type, ClassLoader loader) {
    if (type.startsWith("java.") || !read.add(type)) {
      return;
    }
    String file = type.replace('.', '/') + ClassUtils.CLASS_FILE_SUFFIX;
    try (InputStream bytes = loader.getResourceAsStream(file)) {
      if (bytes != null) {
        new ClassReader(bytes)
            .accept(
                new AwaitedClasses(type, loader), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      }
    } catch (IOException | RuntimeException unreadable) {
      // as if it named no class
    }
  }

  /** Collects the class literals of waits in a class and in the classes that belong to it. */
  private final class AwaitedClasses extends ClassVisitor {
    private final String type;
    private final ClassLoader loader;

    AwaitedClasses(String type, ClassLoader loader) {
      super(SpringAsmInfo.ASM_VERSION);
      this.type = type;
      this.loader = loader;
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String above, String[] interfaces) {
      Stream.concat(Stream.ofNullable(above), Stream.of(interfaces))
          .forEach(each -> read(each.replace('/', '.'), loader));
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
      return new LiteralsOfWaits();
    }
  }

  /**
   * Collects the class literals of a method that are arguments of {@code EventWait.of}, or of the
   * constructor. Other literals end at another call, or in a field.
   */
  private final class LiteralsOfWaits extends MethodVisitor {
    private final Set<String> literals = new HashSet<>();
    private boolean isConstructing;

    LiteralsOfWaits() {
      super(SpringAsmInfo.ASM_VERSION);
    }

    @Override
    public void visitLdcInsn(Object value) {
      if (value instanceof Type constant && constant.getSort() == Type.OBJECT) {
        literals.add(constant.getClassName());
      }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      isConstructing |= opcode == Opcodes.NEW && type.equals(EVENT_WAIT);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean isConstructor = name.equals("<init>");
      if (owner.equals(EVENT_WAIT) && (isConstructor || name.equals("of"))) {
        awaited.addAll(literals);
        isConstructing &= !isConstructor;
      }
      forget();
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      forget();
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      forget();
    }

    /** The constructor has more arguments, which other calls may compute. */
    private void forget() {
      if (!isConstructing) {
        literals.clear();
      }
    }
  }
}
