package dev.foliot.testsupport;

import jakarta.persistence.Entity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.hibernate.bytecode.enhance.spi.DefaultEnhancementContext;
import org.hibernate.bytecode.enhance.spi.Enhancer;
import org.hibernate.bytecode.internal.BytecodeProviderInitiator;

/**
 * Loads Foliot and its tests once more, with the entities of the shop as Hibernate's build plugin
 * leaves them: with dirty tracking and lazy loading in their bytecode.
 */
public final class EnhancingClassLoader extends ClassLoader {
  private static final String FOLIOT = "dev.foliot.";
  private static final String ENTITIES = "dev.foliot.testsupport.shop.";

  private final Enhancer enhancer =
      BytecodeProviderInitiator.buildDefaultBytecodeProvider()
          .getEnhancer(
              new DefaultEnhancementContext() {
                @Override
                public ClassLoader getLoadingClassLoader() {
                  return EnhancingClassLoader.this;
                }
              });

  public EnhancingClassLoader(ClassLoader parent) {
    super(parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(FOLIOT) || name.startsWith(TestDatabases.class.getName())) {
      return super.loadClass(name, resolve); // the databases are those of the JVM
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] bytes = bytes(name);
    byte[] enhanced = isEntity(name) ? enhancer.enhance(name, bytes) : bytes;
    return defineClass(name, enhanced, 0, enhanced.length);
  }

  private boolean isEntity(String name) throws ClassNotFoundException {
    return name.startsWith(ENTITIES)
        && getParent().loadClass(name).isAnnotationPresent(Entity.class);
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
