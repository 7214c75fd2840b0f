/* The physical limit of a UDP round trip on this machine: two processes, one blocking or spinning socket each.
   Usage: udp-pair spin|sleep BYTES SECONDS. Prints {"p50":ns,"p99":ns,"roundTrips":n,"seconds":s}. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 20000000 };

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;
  return x < y ? -1 : x > y;
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  int flags = strcmp(arguments[1], "spin") == 0 ? MSG_DONTWAIT : 0;
  size_t size = atol(arguments[2]);
  long seconds = atof(arguments[3]) * 1e9;
  char *bytes = calloc(1, size);
  struct sockaddr_in ends[2];
  int sockets[2];
  for (int i = 0; i < 2; i++) {
    sockets[i] = socket(AF_INET, SOCK_DGRAM, 0);
    ends[i] = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof ends[i];
    if (bind(sockets[i], (void *)&ends[i], length) != 0) return 1;
    getsockname(sockets[i], (void *)&ends[i], &length);
  }
  for (int i = 0; i < 2; i++) connect(sockets[i], (void *)&ends[1 - i], sizeof ends[0]);
  pid_t server = fork();
  if (server == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;)
      if (recv(sockets[1], bytes, size, flags) > 0) send(sockets[1], bytes, size, 0);
  }
  unsigned *times = malloc(sizeof(unsigned) * MOST);
  long trips = 0, begun = now(), end = begun + seconds, at = begun;
  while (at < end && trips < MOST) {
    send(sockets[0], bytes, size, 0);
    while (recv(sockets[0], bytes, size, flags) < 0) {
    }
    long arrived = now();
    times[trips++] = arrived - at;
    at = arrived;
  }
  kill(server, SIGKILL);
  waitpid(server, NULL, 0);
  qsort(times, trips, sizeof *times, ascending);
  printf("{\"p50\":%u,\"p99\":%u,\"roundTrips\":%ld,\"seconds\":%.6f}\n", times[trips / 2], times[trips * 99 / 100], trips,
         (at - begun) * 1e-9);
}
