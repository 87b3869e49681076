#pragma once

#include <array>        // array
#include <cstddef>      // size_t
#include <stdexcept>    // invalid_argument
#include <string>       // string
#include <string_view>  // string_view

namespace napkin::algorithms {

/// A way to make something, and the name to ask for it by.
template <class Maker>
struct Named {
  std::string_view name;
  Maker make;
};

/// The names alone, in the order of `known`.
template <class Maker, std::size_t count>
[[nodiscard]] constexpr std::array<std::string_view, count> names_of(
    const std::array<Named<Maker>, count>& known) {
  std::array<std::string_view, count> names;
  for (std::size_t i = 0; i < count; ++i) {
    names[i] = known[i].name;
  }
  return names;
}

/// The maker that is called `name`. Throws std::invalid_argument that lists the names if none is;
/// `kind` is what the message calls them, for example "balancer".
///
///     return maker_of(kKnown, name, "balancer")(options);
template <class Maker, std::size_t count>
[[nodiscard]] Maker maker_of(const std::array<Named<Maker>, count>& known,
                             std::string_view name,
                             std::string_view kind) {
  std::string message = "no ";
  message.append(kind).append(" is called \"").append(name).append("\"; there are:");
  for (const Named<Maker>& each : known) {
    if (each.name == name) {
      return each.make;
    }
    message.append(" ").append(each.name);
  }
  throw std::invalid_argument(message);
}

}  // namespace napkin::algorithms
