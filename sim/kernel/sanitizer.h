#pragma once

namespace napkin {

#if defined(__SANITIZE_ADDRESS__)
#define NAPKIN_UNDER_ADDRESS_SANITIZER true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define NAPKIN_UNDER_ADDRESS_SANITIZER true
#endif
#endif
#ifndef NAPKIN_UNDER_ADDRESS_SANITIZER
#define NAPKIN_UNDER_ADDRESS_SANITIZER false
#endif

/// Whether the address sanitizer watches this build: it may then check what is too dear for others.
inline constexpr bool kUnderAddressSanitizer = NAPKIN_UNDER_ADDRESS_SANITIZER;

#undef NAPKIN_UNDER_ADDRESS_SANITIZER

}  // namespace napkin
