#pragma once

#include <chrono>   // nanoseconds
#include <cstdint>  // uint64_t

namespace napkin {

/// What a failed assertion prints so that the run can be repeated: the seed, and where its clock
/// stands.
///
/// One stands in scope while a run executes on this thread; assertions outside a run print the
/// expression only. Both references must outlive the context.
class AssertContext {
 public:
  AssertContext(const std::uint64_t& seed, const std::chrono::nanoseconds& now);
  ~AssertContext();
  AssertContext(const AssertContext&) = delete;
  AssertContext& operator=(const AssertContext&) = delete;

 private:
  const std::uint64_t* seed_before_;
  const std::chrono::nanoseconds* now_before_;
};

/// Prints the broken invariant with seed and simulated time to standard error, and aborts.
[[noreturn]] void fail_assertion(const char* expression, const char* file, int line);

}  // namespace napkin

/// A broken invariant is our mistake, never the user's: on in every build, also in release.
#define NAPKIN_ASSERT(condition)                       \
  (static_cast<bool>(condition) ? static_cast<void>(0) \
                                : ::napkin::fail_assertion(#condition, __FILE__, __LINE__))
