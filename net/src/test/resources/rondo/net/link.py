"""A bad network: two network namespaces of its own, with a link between them that loses, delays, reorders, doubles,
damages and cuts, packet by packet, as the kernel's netem does where it is built in.

Needs Linux, root, /dev/net/tun and `ip`. Prints `READY LEFT RIGHT`, two paths for `nsenter --net=PATH`; the left end has
the address 10.1.2.2, the right one 10.1.2.3. Then each line of its input sets how the link is from now on, and is
answered by `OK`, followed by what has become of the packets so far:

    delay=MS jitter=MS     each packet takes delay, more or less by jitter, so that they overtake each other
    loss=PERCENT reorder=PERCENT duplicate=PERCENT corrupt=PERCENT
                           so many are lost, take no time, come twice, or with a byte changed
    rate=BYTES             so many go a second; 0 for no limit
    cut=none|both|left|right
                           nothing passes, or nothing to the left, or to the right

What is not named is as in a good network. The end of its input is its end, and that of the namespaces.
"""
import ctypes
import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
LARGEST_PACKET = 1 << 16
QUEUE_LIMIT = 1000  # packets under way in one direction; netem's
GOOD = {"delay": 0.0, "jitter": 0.0, "loss": 0.0, "reorder": 0.0, "duplicate": 0.0, "corrupt": 0.0, "rate": 0.0}


def end_in_own_namespace(address):
    """Leaves this process in a new namespace, and gives its descriptor and that of the link's device in it."""
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET):
        sys.exit("unshare: " + os.strerror(ctypes.get_errno()))
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", b"bad", IFF_TUN | IFF_NO_PI))
    for command in ("link set lo up", "address add " + address + "/24 dev bad", "link set bad up"):
        subprocess.run(["ip"] + command.split(), check=True)
    return os.open("/proc/self/ns/net", os.O_RDONLY), device


class Direction:
    """What is on its way to one end."""

    def __init__(self, name, source, target, chance):
        self.name, self.source, self.target, self.chance = name, source, target, chance
        self.under_way = []  # (when it is due, number, packet), a heap
        self.number = 0
        self.free_at = 0.0  # when the last packet has been put on a link with a rate

    def take(self, link, now):
        """Takes in all packets that have been sent."""
        while True:
            try:
                packet = os.read(self.source, LARGEST_PACKET)
            except BlockingIOError:
                return
            if link.cut in ("both", self.name):
                link.count("cut")
            elif self.happens(link.loss) or len(self.under_way) >= QUEUE_LIMIT:
                link.count("lost")
            else:
                self.send(packet, link, now)
                if self.happens(link.duplicate):
                    link.count("doubled")
                    self.send(packet, link, now)

    def send(self, packet, link, now):
        if self.happens(link.corrupt):
            link.count("damaged")
            at = self.chance.randrange(20, len(packet))  # behind the IP header, so that TCP and UDP have to see it
            packet = packet[:at] + bytes([packet[at] ^ 1 << self.chance.randrange(8)]) + packet[at + 1:]
        due = now
        if link.rate:
            self.free_at = max(self.free_at, now) + len(packet) / link.rate
            due = self.free_at
        if self.happens(link.reorder):
            link.count("overtook")
        else:
            due += max(0.0, link.delay + self.chance.uniform(-link.jitter, link.jitter)) / 1000
        self.number += 1
        heapq.heappush(self.under_way, (due, self.number, packet))

    def happens(self, percent):
        return self.chance.random() * 100 < percent

    def deliver(self, link, now):
        while self.under_way and self.under_way[0][0] <= now:
            packet = heapq.heappop(self.under_way)[2]
            if link.cut in ("both", self.name):
                link.count("cut")
                continue
            try:
                os.write(self.target, packet)
                link.count("passed")
            except (BlockingIOError, OSError):
                link.count("lost")  # its end takes no more


class Link:
    def __init__(self, left, right, chance):
        self.directions = [Direction("right", left, right, chance), Direction("left", right, left, chance)]
        self.counts = dict.fromkeys(("passed", "lost", "overtook", "doubled", "damaged", "cut"), 0)
        self.become("")

    def count(self, what):
        self.counts[what] += 1

    def become(self, line):
        words = dict(word.split("=") for word in line.split())
        self.cut = words.pop("cut", "none")
        if self.cut not in ("none", "both", "left", "right") or not words.keys() <= GOOD.keys():
            sys.exit("no such settings: " + line)
        for name, good in GOOD.items():
            setattr(self, name, float(words.get(name, good)))

    def run(self):
        while True:
            due = [direction.under_way[0][0] for direction in self.directions if direction.under_way]
            wait = max(0.0, min(due) - time.monotonic()) if due else None
            readable, _, _ = select.select([0] + [direction.source for direction in self.directions], [], [], wait)
            if 0 in readable:
                line = sys.stdin.readline()  # a line at a time: each is answered before the next is written
                if not line:
                    return
                self.become(line)
                print("OK", *("%s=%d" % each for each in self.counts.items()), flush=True)
            now = time.monotonic()
            for direction in self.directions:
                direction.take(self, now)
                direction.deliver(self, now)


def main():
    left_namespace, left = end_in_own_namespace("10.1.2.2")
    right_namespace, right = end_in_own_namespace("10.1.2.3")
    print("READY", *("/proc/%d/fd/%d" % (os.getpid(), each) for each in (left_namespace, right_namespace)), flush=True)
    Link(left, right, random.Random(int(sys.argv[1]))).run()


main()
