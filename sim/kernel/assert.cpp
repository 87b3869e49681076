#include "sim/kernel/assert.h"

#include <cstdio>
#include <cstdlib>

namespace napkin {

namespace {

// Where this thread's run stands; read only on the way to abort(), so no run depends on it.
thread_local constinit const std::uint64_t* current_seed = nullptr;
thread_local constinit const std::chrono::nanoseconds* current_now = nullptr;

}  // namespace

AssertContext::AssertContext(const std::uint64_t& seed, const std::chrono::nanoseconds& now)
    : seed_before_(current_seed), now_before_(current_now) {
  current_seed = &seed;
  current_now = &now;
}

AssertContext::~AssertContext() {
  current_seed = seed_before_;
  current_now = now_before_;
}

void fail_assertion(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "napkin: broken invariant: %s (%s:%d)\n", expression, file, line);
  if (current_seed != nullptr) {
    std::fprintf(stderr,
                 "napkin: seed %llu, simulated time %lld ns. "
                 "This is a defect of napkin: please report it.\n",
                 static_cast<unsigned long long>(*current_seed),
                 static_cast<long long>(current_now->count()));
  }
  std::abort();
}

}  // namespace napkin
