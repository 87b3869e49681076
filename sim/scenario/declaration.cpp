#include "sim/scenario/declaration.h"

#include <stdexcept>

#include <fmt/format.h>

namespace napkin {

KeyBuilder& KeyBuilder::required() {
  key_.required = true;
  key_.optional = false;
  return *this;
}

KeyBuilder& KeyBuilder::optional() {
  key_.optional = true;
  return *this;
}

KeyBuilder& KeyBuilder::otherwise(std::string_view text) {
  key_.default_text = text;
  return *this;
}

KeyBuilder& KeyBuilder::help(std::string_view text) {
  key_.help = text;
  return *this;
}

KeyBuilder& KeyBuilder::at_least(std::string_view text) {
  set_lower(key_.value, text, true);
  return *this;
}

KeyBuilder& KeyBuilder::more_than(std::string_view text) {
  set_lower(key_.value, text, false);
  return *this;
}

KeyBuilder& KeyBuilder::at_most(std::string_view text) {
  set_upper(key_.value, text, true);
  return *this;
}

KeyBuilder& KeyBuilder::less_than(std::string_view text) {
  set_upper(key_.value, text, false);
  return *this;
}

void KeyPlaces::error(std::string_view key, std::string message, std::string hint) const {
  const Node value = node_.at(key);
  context_.diagnostics.error(value ? value : node_, std::move(message), std::move(hint));
}

void KeyPlaces::error_at(const Node& value, std::string message, std::string hint) const {
  context_.diagnostics.error(value, std::move(message), std::move(hint));
}

void check_declaration(const DeclarationInfo& declaration) {
  const std::vector<std::string> mistakes = mistakes_of(declaration);
  if (!mistakes.empty()) {
    throw std::logic_error(fmt::format("declaration: {}", fmt::join(mistakes, "; ")));
  }
}

}  // namespace napkin
