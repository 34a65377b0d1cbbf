using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using MeshLab.Core;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace MeshLab.Web.Hosting.Access;

/// <summary>How often somebody may ask. An address may try so many logins in a minute; a user, or an address without one, so many requests to the API.</summary>
internal static class RequestLimits
{
    /// <summary>The policy of the login and setup forms.</summary>
    public const string Login = "login";

    /// <summary>The largest body of a form of a login, setup or account page, in bytes.</summary>
    public const long FormBytes = 16 * 1024;

    private const int Ipv6NetworkBytes = 8;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>Adds the limits.</summary>
    public static IServiceCollection AddRequestLimits(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (context, _) =>
        {
            var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : Minute;
            context.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(Login, context => RateLimitPartition.GetFixedWindowLimiter(
            AddressOf(context), _ => new FixedWindowRateLimiterOptions { PermitLimit = Math.Max(1, Of(context).LoginsPerMinute), Window = Minute }));
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => !context.Request.Path.StartsWithSegments("/api") || context.User.IsLocal()
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetTokenBucketLimiter(context.User.UserIdOf() is { } id ? $"user {id}" : AddressOf(context), _ => Bucket(Math.Max(1, Of(context).ApiRequestsPerMinute))));
    });

    private static MeshLabOptions Of(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<MeshLabOptions>>().Value;

    // Refilled each second, so that somebody who asks steadily is not stopped for the rest of a minute.
    private static TokenBucketRateLimiterOptions Bucket(int perMinute) =>
        new() { TokenLimit = perMinute, TokensPerPeriod = Math.Max(1, perMinute / 60), ReplenishmentPeriod = TimeSpan.FromSeconds(1) };

    /// <summary>An IPv6 customer has a whole /64 to choose addresses from, which counts as one.</summary>
    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } address when !IPAddress.IsLoopback(address) => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, Ipv6NetworkBytes)),
        var address => address.ToString(),
    };
}
