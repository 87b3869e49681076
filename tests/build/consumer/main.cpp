#include <cstdio>

#include "models/algorithms/hash/digest.h"
#include "models/algorithms/hash/murmur3.h"

// One function that stands alone, and one that needs a package behind the library.
int main() {
  namespace algorithms = napkin::algorithms;
  const bool hashed = algorithms::murmur3_x86_32("hello") == 0x248bfa47;
  const bool digested =
      algorithms::to_hex(algorithms::md5("0")) == "cfcd208495d565ef66e7dff9f98764da";
  std::printf("murmur3: %s, MD5: %s\n", hashed ? "right" : "wrong", digested ? "right" : "wrong");
  return hashed && digested ? 0 : 1;
}
