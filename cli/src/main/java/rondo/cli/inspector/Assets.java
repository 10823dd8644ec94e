package rondo.cli.inspector;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The files of the page, all of them: nothing is found by a path that a client could have a say in.
final class Assets {
    private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String LIBRARIES = "/META-INF/resources/webjars/";

    /// A file of the page.
    ///
    /// @param type its media type
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Asset(String type, byte[] bytes) {}

    private final Map<String, Asset> byPath = new LinkedHashMap<>();

    Assets() {
        add("/", "inspector.html", "text/html; charset=utf-8");
        add("/inspector.css", "inspector.css", CSS);
        add("/icon.svg", "icon.svg", "image/svg+xml");
        for (String module :
                new String[] {"charts", "connection", "detail", "dom", "graph", "inspector", "list", "tasks", "ticks"
                }) {
            add("/" + module + ".js", module + ".js", JAVASCRIPT);
        }
        add("/uplot.js", LIBRARIES + "uplot/1.6.30/dist/uPlot.esm.js", JAVASCRIPT);
        add("/uplot.css", LIBRARIES + "uplot/1.6.30/dist/uPlot.min.css", CSS);
        add("/cytoscape.js", LIBRARIES + "cytoscape/3.33.1/dist/cytoscape.esm.min.mjs", JAVASCRIPT);
    }

    private void add(String path, String resource, String type) {
        try (InputStream bytes = Assets.class.getResourceAsStream(resource)) {
            if (bytes == null) {
                throw new IllegalStateException("the jar lacks " + resource + "; build it anew");
            }
            byPath.put(path, new Asset(type, bytes.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /// {@return the files by the paths under which they are served, unmodifiable}
    Map<String, Asset> byPath() {
        return Map.copyOf(byPath);
    }
}
