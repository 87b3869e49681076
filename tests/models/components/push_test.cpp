#include "tests/models/components/scenario_run.h"

namespace napkin::components {
namespace {

using testing::HasSubstr;

/// A push a hundred times a second, to one of 1,000 users, of whom `connected` are on line.
Outcome push(const std::string& connected,
             const std::string& timeline = "[]",
             const std::string& keys = "") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: api.send, users: 1000}
  api: {kind: service, on: {send: [{call: push.push, not_found: [{publish: mobile.notify}],
                                    otherwise: [{publish: mobile.notify}]}]}}
  push: {kind: push_service, replicas: 4, users: 1000, deliver: users.deliver, connected: )" +
             connected + keys + R"(}
  mobile: {kind: mobile_push, latency: 10ms}
run: {duration: 20.005s}
timeline: )" +
             timeline + "\n");
}

double connections(const Outcome& outcome) {
  double sum = 0;
  for (const char* const address : {"push[0]", "push[1]", "push[2]", "push[3]"}) {
    sum += outcome.value(address, "connections");
  }
  return sum;
}

TEST(PushService, DeliversToUsersWhoAreConnected) {
  const Outcome outcome = push("1000");
  EXPECT_EQ(outcome.completed("send"), 2000);
  EXPECT_EQ(outcome.completed("deliver"), 2000);
  // To the service, to the push server, down to the phone: three hops and 50 us of work.
  EXPECT_NEAR(outcome.mean_ms("deliver"), 3 * 0.25 + 0.05, 0.01);
  EXPECT_EQ(outcome.value("push[0]", "connections"), 250);
}

TEST(PushService, AnswersNotFoundForUsersWhoAreNot) {
  const Outcome outcome = push("500");
  const std::int64_t notified = outcome.arrived_at("mobile", "notify");
  EXPECT_EQ(outcome.completed("deliver") + notified, 2000);
  EXPECT_NEAR(static_cast<double>(notified), 1000, 74);  // 3.3 sigma of 22.4
  const double wasted = outcome.value("push[0]", "wasted") + outcome.value("push[1]", "wasted") +
                        outcome.value("push[2]", "wasted") + outcome.value("push[3]", "wasted");
  EXPECT_EQ(wasted, static_cast<double>(notified));
}

TEST(PushService, UsersOfADeadServerConnectToTheOthers) {
  const Outcome outcome = push("1000",
                               "[{at: 5s, kill: \"push[1]\", for: 14s}]",
                               ", reconnect_after: {uniform: {low: 1s, high: 5s}}");
  EXPECT_EQ(connections(outcome), 1000);
  EXPECT_EQ(outcome.value("push[1]", "connections"), 0);
  std::int64_t connects = 0;
  for (const char* const address : {"push[0]", "push[2]", "push[3]"}) {
    connects += outcome.arrived_at(address, "connect");
  }
  EXPECT_EQ(connects, 250);
  EXPECT_GT(outcome.arrived_at("mobile", "notify"), 40);
  EXPECT_LT(outcome.arrived_at("mobile", "notify"), 140);
  EXPECT_EQ(outcome.completed("deliver") + outcome.arrived_at("mobile", "notify"), 2000);
}

TEST(PushService, AServerComesBackEmpty) {
  // Nobody reconnects for 10 s; the server is back after 1 s, and knows nobody.
  const Outcome outcome =
      push("1000", "[{at: 5s, kill: \"push[1]\", for: 1s}]", ", reconnect_after: 10s");
  EXPECT_NEAR(outcome.value("push[1]", "wasted"), 9 * 25, 50);
  EXPECT_EQ(connections(outcome), 1000);
  EXPECT_GT(outcome.value("push[1]", "connections"), 200);  // it had the fewest
}

TEST(PushService, MistakesAreToldWithTheirPlaces) {
  const std::string mistakes = mistakes_in(
      "components:\n  push: {kind: push_service, users: 10, connected: 11, deliver: a.deliver}\n");
  EXPECT_THAT(mistakes, HasSubstr("test.yaml:4:52: error: more users are on line"));
  EXPECT_THAT(mistakes, HasSubstr("there is no component \"a\""));
}

TEST(PushService, StandsInTheRegionOfItsPhones) {
  const std::string mistakes = mistakes_in(R"(regions: {east: {}, west: {}}
components:
  phones: {kind: clients, region: west, arrivals: {constant: 1/s}, calls: push.push}
  push: {kind: push_service, region: east, deliver: phones.deliver}
)");
  EXPECT_THAT(mistakes,
              HasSubstr("test.yaml:6:53: error: \"phones\" stands in the region west, but \"push\" "
                        "(push_service) in east"));
}

/// A message to a group ten times a second.
Outcome publish(const std::string& timeline = "[]") {
  return run(R"(
components:
  users: {kind: clients, arrivals: {constant: 10/s}, calls: channels.publish,
          key: {uniform: {low: 0, high: 99}}}
  push: {kind: push_service, users: 1000, connected: 1000, deliver: users.deliver}
  channels: {kind: channel_service, replicas: 2, channels: 100, members: 5, users: 1000,
             users_online: 1000, push: push.push, resubscribe_within: 2s}
run: {duration: 20.05s}
timeline: )" +
             timeline + "\n");
}

TEST(ChannelService, SendsOneMessageToEachMember) {
  const Outcome outcome = publish();
  EXPECT_EQ(outcome.completed("publish"), 200);
  // Five drawn of a thousand are five different ones but once in a hundred.
  EXPECT_NEAR(static_cast<double>(outcome.completed("deliver")), 1000, 15);
  EXPECT_NEAR(
      outcome.value("channels[0]", "subscriptions") + outcome.value("channels[1]", "subscriptions"),
      500,
      8);
}

TEST(ChannelService, ACrashedServerIsFilledAgain) {
  const double before = publish().value("channels[0]", "subscriptions");
  const Outcome empty = publish("[{at: 5s, kill: \"channels[0]\"}]");
  EXPECT_EQ(empty.value("channels[0]", "subscriptions"), 0);
  const Outcome filled = publish("[{at: 5s, kill: \"channels[0]\", for: 5s}]");
  EXPECT_EQ(filled.value("channels[0]", "subscriptions"), before);
  EXPECT_EQ(
      publish("[{at: 17s, kill: \"channels[0]\", for: 2s}]").value("channels[0]", "subscriptions") <
          before,
      true);  // half full after a second
}

TEST(ChannelService, MistakesAreToldWithTheirPlaces) {
  EXPECT_THAT(mistakes_in("components:\n  channels: {kind: channel_service, members: 5ms}\n"),
              HasSubstr("test.yaml:4:46: error:"));
}

TEST(MobilePush, FailsAsOftenAsItIsSaid) {
  const Outcome outcome = run(R"(
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: mobile.notify}
  mobile: {kind: mobile_push, latency: 20ms, failures: 10%}
run: {duration: 20.005s}
timeline: [{at: 10s, set: mobile.failures, to: 0%}]
)");
  EXPECT_NEAR(static_cast<double>(outcome.failed("notify")), 100, 31);  // 3.3 sigma of 9.5
  EXPECT_NEAR(outcome.mean_ms("notify"), 20.5, 0.01);
  EXPECT_EQ(outcome.operation("notify").failures.total(11s, 20s), 0);
}

TEST(MobilePush, MistakesAreToldWithTheirPlaces) {
  EXPECT_THAT(mistakes_in("components:\n  mobile: {kind: mobile_push, failures: 120%}\n"),
              HasSubstr("test.yaml:4:41: error:"));
}

}  // namespace
}  // namespace napkin::components
