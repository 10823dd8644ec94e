# Sourced: sets the array jvm_options to what a program on a loop wants of the JVM.

# The JVM begins with a heap of a 64th of the machine's memory, and copies all tasks that are alive whenever its small young
# generation is full. With a heap that begins larger it copies fewer, and ends up smaller (docs/performance.md).
jvm_options=(-XX:InitialRAMPercentage=4)
