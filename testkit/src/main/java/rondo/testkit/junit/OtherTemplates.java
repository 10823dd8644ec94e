package rondo.testkit.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.TestTemplate;

/// Whether a method is a test template by another annotation than [RondoTest]: `@ParameterizedTest`, say.
final class OtherTemplates {
    private final Set<Class<?>> seen = new HashSet<>();

    private OtherTemplates() {
        seen.add(RondoTest.class);
    }

    static boolean on(AnnotatedElement method) {
        return new OtherTemplates().found(method);
    }

    private boolean found(AnnotatedElement annotated) {
        for (Annotation annotation : annotated.getAnnotations()) {
            Class<? extends Annotation> type = annotation.annotationType();
            if (type == TestTemplate.class || (seen.add(type) && found(type))) {
                return true;
            }
        }
        return false;
    }
}
