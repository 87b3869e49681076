#include <stdexcept>

#include <gtest/gtest.h>

#include "sim/analysis/closed_network.h"
#include "sim/analysis/open_network.h"
#include "sim/analysis/queue.h"

namespace napkin::analysis {
namespace {

TEST(OpenNetwork, SolvesTheTrafficEquations) {
  // A web server of two, half of whose requests go on to a database (reference row
  // jackson-open-03).
  const OpenNetworkMeans means = solve_open_network(
      {{.name = "web", .arrivals = 30, .mean_service = 1.0 / 20, .servers = 2, .routes = {0, 0.5}},
       {.name = "db", .mean_service = 1.0 / 25, .routes = {}}});
  EXPECT_NEAR(means.rates[0], 30, 1e-12);
  EXPECT_NEAR(means.rates[1], 15, 1e-12);
  EXPECT_NEAR(means.response, 0.1642857143, 1e-10);
}

TEST(OpenNetwork, CountsWhatComesBack) {
  // A tenth of the requests is served again: as if the rate were 1 / 0.9 times as high.
  const OpenNetworkMeans means =
      solve_open_network({{.name = "server", .arrivals = 0.5, .routes = {0.1}}});
  EXPECT_NEAR(means.rates[0], 0.5 / 0.9, 1e-12);
  EXPECT_NEAR(means.response, 2.5, 1e-12);
}

TEST(OpenNetwork, OfNobodyHasNoTraffic) {
  EXPECT_TRUE(solve_traffic({}).empty());
}

TEST(OpenNetwork, NamesWhatCannotBeSolved) {
  EXPECT_THROW((void)solve_open_network({{.name = "trap", .arrivals = 1, .routes = {1.0}}}),
               std::invalid_argument);
  EXPECT_THROW((void)solve_open_network({{.name = "printer", .arrivals = 1, .routes = {0.7, 0.7}},
                                         {.name = "other", .routes = {}}}),
               std::invalid_argument);
  EXPECT_FALSE(solve_open_network({{.name = "busy", .arrivals = 2, .routes = {}}}).is_stable);
}

std::vector<ClosedStation> three_stations() {
  return {{.name = "cpu", .mean_service = 0.005},
          {.name = "disk", .mean_service = 0.030},
          {.name = "net", .mean_service = 0.027}};
}

TEST(ClosedNetwork, IsThatOfTheReferenceRows) {
  EXPECT_NEAR(solve_closed_network(three_stations(), 1, 1).response, 0.062, 1e-12);
  EXPECT_NEAR(solve_closed_network(three_stations(), 1, 5).throughput, 4.67848214, 1e-8);
  EXPECT_NEAR(solve_closed_network(three_stations(), 1, 10).response, 0.07937918104, 1e-10);
  EXPECT_NEAR(solve_closed_network(three_stations(), 1, 50).response, 0.5400181278, 1e-9);
  EXPECT_NEAR(solve_closed_network(three_stations(), 1, 100).throughput, 33.32965358, 1e-7);
  EXPECT_NEAR(saturation_users(three_stations(), 1), 35.4, 1e-9);
}

TEST(ClosedNetwork, KnowsStationsOfSeveralServers) {
  const auto machines = [](std::int64_t servers, std::int64_t users, double think) {
    return solve_closed_network({{.name = "repair", .servers = servers}}, think, users);
  };
  EXPECT_NEAR(machines(1, 10, 9).throughput, 0.8320367737, 1e-9);
  EXPECT_NEAR(machines(4, 50, 10).throughput, 3.884982329, 1e-8);
  EXPECT_NEAR(machines(8, 100, 10).response, 2.640788097, 1e-7);
  // From here on the recursion for several servers would be off by more than it says.
  EXPECT_NEAR(machines(8, 200, 10).response, 15, 1e-6);
  EXPECT_NEAR(machines(16, 200, 10).response, 2.534193562, 1e-7);
  EXPECT_NEAR(machines(64, 1000, 10).response, 5.625, 1e-6);
}

TEST(ClosedNetwork, IsEmptyWithoutUsers) {
  EXPECT_EQ(solve_closed_network(three_stations(), 1, 0).throughput, 0);
}

TEST(ClosedNetwork, CountsEveryUserSomewhere) {
  const ClosedNetworkMeans means = solve_closed_network(three_stations(), 1, 40);
  const double thinking = means.throughput * 1;
  EXPECT_NEAR(means.inside[0] + means.inside[1] + means.inside[2] + thinking, 40, 1e-9);
}

}  // namespace
}  // namespace napkin::analysis
