// Whatever numbers a scenario holds: a law either refuses them or draws numbers.
#include <array>
#include <cmath>
#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "sim/kernel/law_registry.h"
#include "sim/kernel/laws.h"

namespace napkin {
namespace {

using Kind = LawParameter::Kind;

constexpr double kMax = std::numeric_limits<double>::max();
constexpr std::array kHostile{-kMax,
                              -1e9,
                              -1.0,
                              -0.0,
                              0x1p-1074,
                              1e-300,
                              1e-12,
                              1e-6,
                              0.01,
                              0.5,
                              0.99,
                              1.0,
                              1.001,
                              2.0,
                              3.0,
                              50.0,
                              1e3,
                              1e6,
                              1e9,
                              1e15,
                              1e100,
                              kMax,
                              std::numeric_limits<double>::infinity()};

double hostile_number(RandomStream& random) {
  return kHostile.at(random.below(kHostile.size()));
}

Law hostile_law(RandomStream& random) {
  switch (random.below(4)) {
    case 0:
      return Law::constant(2.0);
    case 1:
      return laws::pareto(1e6, 0.3);
    case 2:
      return laws::poisson(3);
    default:
      return laws::normal(0, 1e9);
  }
}

void fill_percentiles(LawArguments& arguments, RandomStream& random) {
  for (const char* name : {"p1", "p50", "p99", "p99.999"}) {
    if (random.chance(0.5)) {
      arguments.numbers[name] = hostile_number(random);
    }
  }
}

void fill(LawArguments& arguments, const LawParameter& parameter, RandomStream& random) {
  const std::string name(parameter.name);
  switch (parameter.kind) {
    case Kind::kPercentiles:
      fill_percentiles(arguments, random);
      break;
    case Kind::kValues:
    case Kind::kWeights:
      for (std::uint64_t i = random.below(3); i < 3; ++i) {
        arguments.lists[name].push_back(hostile_number(random));
      }
      break;
    case Kind::kLaw:
      arguments.laws[name] = {hostile_law(random)};
      break;
    case Kind::kLaws:
      arguments.laws[name] = {hostile_law(random), hostile_law(random)};
      break;
    default:
      arguments.numbers[name] = hostile_number(random);
  }
}

std::string text_of(const LawArguments& arguments) {
  std::string text;
  for (const auto& [name, value] : arguments.numbers) {
    text += name + "=" + std::to_string(value) + " ";
  }
  return text;
}

/// Draws and asks for everything; every answer must be a number.
void use(const Law& law, const std::string& text) {
  RandomStream random(1, "hostile", "draw");
  for (int i = 0; i < 5; ++i) {
    ASSERT_FALSE(std::isnan(law.sample(random))) << law.describe() << " " << text;
    ASSERT_GE(law.sample_duration(random).count(), 0);
  }
  for (const double x : {-1.0, 0.0, 1.0, 1e9}) {
    const double share = law.cdf(x);
    ASSERT_TRUE(share >= 0 && share <= 1) << law.describe() << " cdf(" << x << ") = " << share;
  }
  ASSERT_FALSE(std::isnan(law.mean())) << law.describe() << " " << text;
  ASSERT_FALSE(law.variance() < 0) << law.describe() << " " << text;
  ASSERT_FALSE(std::isnan(law.quantile(0.5))) << law.describe() << " " << text;
}

class HostileParameters : public testing::TestWithParam<std::string> {};

TEST_P(HostileParameters, AreRefusedOrGiveNumbers) {
  const LawKind& kind = *find_law_kind(GetParam());
  RandomStream random(5, "hostile", GetParam());
  int refused = 0;
  for (const LawForm& form : kind.forms) {
    for (int i = 0; i < 400; ++i) {
      LawArguments arguments;
      for (const LawParameter& parameter : form.parameters) {
        fill(arguments, parameter, random);
      }
      try {
        use(make_law(kind.name, arguments), text_of(arguments));
      } catch (const LawError& error) {
        EXPECT_FALSE(std::string(error.what()).empty());
        ++refused;
      }
    }
  }
  EXPECT_GT(refused, 0);
}

std::vector<std::string> all_laws() {
  std::vector<std::string> names;
  for (const auto& [name, kind] : law_kinds()) {
    names.emplace_back(name);
  }
  return names;
}

INSTANTIATE_TEST_SUITE_P(Laws,
                         HostileParameters,
                         testing::ValuesIn(all_laws()),
                         [](const auto& info) { return info.param; });

}  // namespace
}  // namespace napkin
