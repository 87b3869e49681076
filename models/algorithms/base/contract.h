#pragma once

#include <cstdio>     // fprintf
#include <cstdlib>    // abort
#include <stdexcept>  // invalid_argument

namespace napkin::algorithms {

/// Bad input: throws std::invalid_argument with `message`, which names the argument and its range.
inline void require(bool holds, const char* message) {
  if (!holds) {
    throw std::invalid_argument(message);
  }
}

[[noreturn]] inline void fail_contract(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: broken contract: %s\n", file, line, expression);
  std::abort();
}

}  // namespace napkin::algorithms

/// A broken precondition or invariant is a programming error: it aborts, also in release.
#define NAPKIN_CONTRACT(condition) \
  (static_cast<bool>(condition)    \
       ? static_cast<void>(0)      \
       : ::napkin::algorithms::fail_contract(#condition, __FILE__, __LINE__))
