package rondo.testkit.net.systems;

import static rondo.Rondo.sleep;
import static rondo.Rondo.taskGroup;
import static rondo.Rondo.timeout;
import static rondo.testkit.net.systems.SampleSystem.check;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import rondo.group.TaskGroup;
import rondo.sync.Semaphore;
import rondo.testkit.Simulation;
import rondo.testkit.net.Faults;
import rondo.testkit.net.Host;
import rondo.testkit.net.SimulatedNetwork;

/// A crawler that fetches what two hosts have, a few pages at once, until it is done or its time is up.
///
/// It never fetches more at once than it may, and no page a second time; in the end it has every page that it
/// could know of, and nothing of it runs any more. With the bug it marks a page as seen when it has it.
final class Crawler implements SampleSystem {
    private static final int PAGES = 10;
    private static final int LINKS = 3;
    private static final int AT_ONCE = 3;
    private static final int ATTEMPTS = 3;
    private static final Faults FAULTS = Faults.none()
            .withLatency(Duration.ofMillis(1), Duration.ofMillis(30))
            .withStreams(0.02, 0.1)
            .withConnects(0.03, 0.02, 0);

    @Override
    public void run(Simulation world, boolean fixed) throws Exception {
        var network = SimulatedNetwork.of(world, FAULTS);
        var hosts = List.of(network.host("even"), network.host("odd"));
        var troubles = new Troubles(network, Duration.ofMillis(400));
        List<String> web = web(world);
        for (Host host : hosts) {
            troubles.run(host, () -> Calls.serve(host, page -> web.get(Integer.parseInt(page))));
        }
        troubles.cutOff(network.host("crawler"), hosts.getFirst());

        new Crawl(world, network.host("crawler"), hosts, fixed).run();
        network.stopAll();
    }

    /// {@return the links on each page}
    private static List<String> web(Simulation world) {
        var luck = world.random("web");
        var web = new ArrayList<String>();
        for (int page = 0; page < PAGES; page++) {
            int[] links =
                    IntStream.range(0, LINKS).map(any -> luck.nextInt(PAGES)).toArray();
            web.add(links[0] + " " + links[1] + " " + links[2]);
        }
        return web;
    }

    private static final class Crawl {
        private final Simulation world;
        private final Host host;
        private final List<Host> web;
        private final boolean fixed;
        private final Semaphore permits = new Semaphore(AT_ONCE);
        private final Set<String> seen = new LinkedHashSet<>();
        private final Map<String, String> pages = new HashMap<>();
        private final Set<String> missed = new LinkedHashSet<>();
        private int fetching;

        Crawl(Simulation world, Host host, List<Host> web, boolean fixed) {
            this.world = world;
            this.host = host;
            this.web = web;
            this.fixed = fixed;
        }

        void run() {
            try {
                timeout(Duration.ofMillis(200 + world.random("patience").nextInt(2_000)), () -> {
                    taskGroup(group -> visit(group, "0"));
                    checkComplete();
                });
            } catch (TimeoutException e) {
                world.trail().add("time is up");
            }
            check(world, fetching == 0, fetching + " fetches were left behind");
            for (int i = 0; i < AT_ONCE; i++) {
                check(world, !permits.locked(), "only " + i + " permits came back");
                permits.acquire();
            }
        }

        private void visit(TaskGroup group, String page) {
            if (fixed ? !seen.add(page) : seen.contains(page)) {
                return;
            }
            String links = fetch(page);
            seen.add(page);
            if (links == null) {
                missed.add(page);
                return;
            }
            check(world, pages.put(page, links) == null, "page " + page + " was fetched twice");
            for (String link : links.split(" ", -1)) {
                group.createTask("page " + link, () -> visit(group, link));
            }
        }

        private @Nullable String fetch(String page) {
            try (var _ = permits.hold()) {
                fetching++;
                check(world, fetching <= AT_ONCE, fetching + " fetches at once");
                try {
                    return fetchNow(page);
                } finally {
                    fetching--;
                }
            }
        }

        private @Nullable String fetchNow(String page) {
            Host from = web.get(Integer.parseInt(page) % 2);
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                try {
                    return Calls.ask(host, from, page, Duration.ofMillis(300));
                } catch (IOException | TimeoutException e) {
                    sleep(Duration.ofMillis(20));
                }
            }
            return null;
        }

        private void checkComplete() {
            for (String links : pages.values()) {
                for (String link : links.split(" ", -1)) {
                    check(world, pages.containsKey(link) || missed.contains(link), "page " + link + " is missing");
                }
            }
        }
    }
}
