package rondo.testkit.awaits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The methods in a listing of a module's API, as `type.method`; those of one name are one.
final class PublicMethods {
    private static final Pattern TYPE = Pattern.compile("^public .*?(?:class|interface) ([\\w.$]+)");
    private static final Pattern METHOD = Pattern.compile("^  (?:public|protected) .*?([\\w$]+)\\(.*");

    private PublicMethods() {}

    static SortedSet<String> in(Path listing) throws IOException {
        var methods = new TreeSet<String>();
        String type = "";
        for (String line : Files.readAllLines(listing)) {
            Matcher heading = TYPE.matcher(line);
            Matcher method = METHOD.matcher(line);
            if (heading.find()) {
                type = heading.group(1);
            } else if (method.matches() && !line.contains(" " + type + "(")) {
                methods.add(type + "." + method.group(1));
            }
        }
        return methods;
    }
}
