import { roundPrice } from "./price";

/** A thing that somebody wants to buy. */
export interface CartItem {
  name: string;
  unitPrice: number;
  quantity: number;
}

/** Collects items and knows what they cost together. */
export class ShoppingCart {
  private items: CartItem[] = [];

  addItem(item: CartItem): void {
    this.items.push(item);
  }

  /** The sum of all items, rounded to cents. */
  totalPrice(): number {
    return roundPrice(this.items.reduce((sum, item) => sum + item.unitPrice * item.quantity, 0));
  }
}
