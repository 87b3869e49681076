#pragma once

#include <cstdio>
#include <cstdlib>

namespace napkin::algorithms::detail {

[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace napkin::algorithms::detail

/// States a fact that only a mistake in our code, or a caller who broke a documented precondition,
/// can make false. On in release builds too; prints the place and aborts.
#define NAPKIN_CHECK(condition) \
  (static_cast<bool>(condition) \
       ? static_cast<void>(0)   \
       : ::napkin::algorithms::detail::check_failed(#condition, __FILE__, __LINE__))
