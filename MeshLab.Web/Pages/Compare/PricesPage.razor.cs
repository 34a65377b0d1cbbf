using System.Globalization;
using MeshLab.Core.Costs.Prices;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MeshLab.Web.Pages.Compare;

/// <summary>The price books, to look up, copy, enter and remove.</summary>
public sealed partial class PricesPage
{
    private IReadOnlyList<PriceBook> _books = [];
    private PriceBookForm? _form;

    /// <summary>The price books.</summary>
    [Inject]
    public required PriceBooks Books { get; set; }

    /// <summary>Short messages.</summary>
    [Inject]
    public required ISnackbar Snackbar { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<PriceBooksChanged>();
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken) => _books = await Books.ListAsync(cancellationToken);

    private void NewOwn() => _form = PriceBookForm.Of(ShippedPrices.All[0] with { Id = "own", Name = "Own prices", Provider = "Own", Region = "" });

    private void NewLab() => _form = PriceBookForm.Of(ShippedPrices.All.First(book => book.HomeLab is not null) with { Id = "home-lab", Name = "Home-lab" });

    private void Copy(PriceBook book) => _form = PriceBookForm.Of(book with { Id = $"{book.Id}-copy", Name = $"{book.Name}, changed" });

    private void Edit(PriceBook book) => _form = PriceBookForm.Of(book);

    private void Close() => _form = null;

    private async Task RemoveAsync(PriceBook book)
    {
        await Books.RemoveAsync(book.Id, CancellationToken.None);
        Snackbar.Add($"{book.Name} removed.", Severity.Success, options =>
        {
            options.Action = "Undo";
            options.OnClick = _ => Books.SaveAsync(book, CancellationToken.None);
        });
    }

    private static string KindWords(PriceBookKind kind) => kind switch
    {
        PriceBookKind.Shipped => "Example",
        PriceBookKind.HomeLab => "Home-lab",
        _ => "Own",
    };

    private static string Price(double? price, string currency) => price is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.######} {currency}") : "not known";
}
